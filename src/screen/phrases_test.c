/* phrases_test.c - who tries the form out says so; see screen/phrases.h
 *
 * "A test environment" and "una prueba de concepto" are what buyers write of:
 * a test has to be all that the sentence speaks of, or one of the form.
 */
#include "screen/phrase_lists.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct ho_phrase en[] = {
    { "this is just|only|simply? a test $", HO_PHRASE_SAID },
    { "this is just|only|simply? a test "
      "message|submission|lead|entry|email|enquiry|inquiry|record",
      HO_PHRASE_SAID },
    { "this is just|only? a test of the|your|our|this ..1 "
      "form|webhook|integration",
      HO_PHRASE_SAID },
    { "just|only testing the|your|our|this ..1 "
      "form|forms|webhook|integration|page|site|website",
      HO_PHRASE_SAID },
    { "just|only testing $", HO_PHRASE_SAID },
    { "^ testing the|your|our|this contact|demo|web|lead? form|webhook",
      HO_PHRASE_SAID },
    { "^ test submission|lead|entry|message|record $", HO_PHRASE_SAID },
    { "ignore|disregard this|the test", HO_PHRASE_SAID },
    { "test please|pls? ignore|disregard", HO_PHRASE_SAID },
    { "lorem ipsum", HO_PHRASE_SAID },
    { "test|testing|tests test|testing|123|1? test|testing|123|1?",
      HO_PHRASE_WHOLE },
    { "just|only a test", HO_PHRASE_WHOLE },
    { "asdf|asdfasdf|asdfgh|qwerty|qwertz|xxx|foo|foobar asdf|bar|xxx?",
      HO_PHRASE_WHOLE }
};

static const struct ho_phrase de[] = {
    { "das|dies|hier ist nur|bloss? ein test $", HO_PHRASE_SAID },
    { "ist nur|bloss ein test $", HO_PHRASE_SAID },
    { "test des|unseres|vom|von ..1 kontaktformulars|formulars|formular",
      HO_PHRASE_SAID },
    { "test bitte ignorieren", HO_PHRASE_SAID },
    { "testanfrage|testeintrag|testnachricht|testlead bitte? "
      "ignorieren|loschen",
      HO_PHRASE_SAID },
    { "nur ein test", HO_PHRASE_WHOLE },
    { "testanfrage|testeintrag|testnachricht|testlead", HO_PHRASE_WHOLE }
};

static const struct ho_phrase fr[] = {
    { "ceci|ce|c n? est qu? un simple? test $", HO_PHRASE_SAID },
    { "test du|de|sur formulaire|notre|votre|ce formulaire?", HO_PHRASE_SAID },
    { "test a|merci d? ignorer", HO_PHRASE_SAID },
    { "message|demande de test $", HO_PHRASE_SAID },
    { "simple test", HO_PHRASE_WHOLE }
};

static const struct ho_phrase es[] = {
    { "esto|este es solo|solamente? una prueba $", HO_PHRASE_SAID },
    { "es solo|solamente una prueba $", HO_PHRASE_SAID },
    { "prueba del|de formulario|este|nuestro formulario?", HO_PHRASE_SAID },
    { "^ mensaje|formulario|envio de prueba $", HO_PHRASE_SAID },
    { "prueba|probando prueba|probando?", HO_PHRASE_WHOLE }
};

static const struct ho_phrase pt[] = {
    { "isto|isso|este e apenas|so|somente? um teste $", HO_PHRASE_SAID },
    { "e apenas|so|somente um teste $", HO_PHRASE_SAID },
    { "teste do|deste|de formulario", HO_PHRASE_SAID },
    { "^ mensagem|lead|envio de teste $", HO_PHRASE_SAID },
    { "teste|testando teste|testando?", HO_PHRASE_WHOLE }
};

static const struct ho_phrase it[] = {
    { "questo|questa e solo|soltanto? un|una test|prova $", HO_PHRASE_SAID },
    { "e solo|soltanto un|una test|prova $", HO_PHRASE_SAID },
    { "prova|test del|di modulo|questo modulo?", HO_PHRASE_SAID },
    { "^ messaggio|richiesta di prova|test $", HO_PHRASE_SAID },
    { "prova prova?", HO_PHRASE_WHOLE }
};

static const struct ho_phrase nl[] = {
    { "dit is slechts|maar|alleen? een test $", HO_PHRASE_SAID },
    { "test van het|dit|ons ..1 formulier|contactformulier", HO_PHRASE_SAID },
    { "^ testbericht|testaanvraag|testinzending $", HO_PHRASE_SAID },
    { "testbericht|testaanvraag", HO_PHRASE_WHOLE }
};

static const struct ho_phrase_list lists[] = {
    { HANDOFF_FACT_TEST_LEAD, "yes", "en", en, COUNT(en) },
    { HANDOFF_FACT_TEST_LEAD, "yes", "de", de, COUNT(de) },
    { HANDOFF_FACT_TEST_LEAD, "yes", "fr", fr, COUNT(fr) },
    { HANDOFF_FACT_TEST_LEAD, "yes", "es", es, COUNT(es) },
    { HANDOFF_FACT_TEST_LEAD, "yes", "pt", pt, COUNT(pt) },
    { HANDOFF_FACT_TEST_LEAD, "yes", "it", it, COUNT(it) },
    { HANDOFF_FACT_TEST_LEAD, "yes", "nl", nl, COUNT(nl) }
};

const struct ho_phrase_list *ho_phrases_test(size_t *count)
{
    *count = COUNT(lists);
    return lists;
}
