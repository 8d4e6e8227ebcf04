/* phrases_audience.c - writers who are no buyers; see screen/phrases.h
 *
 * They say what they want of us, or who they are.  Who sells something, or
 * hires, and asks for a demo is a buyer: see ho_gate_phrases.
 */
#include "screen/phrase_lists.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define SAID(text)           \
    {                        \
        text, HO_PHRASE_SAID \
    }

static const struct ho_phrase job_en[] = {
    SAID("i|we am|would|want|wish ..2 to? apply|applying for a|the|your|an ..3 "
         "job|position|role|vacancy|internship"),
    SAID("^ apply|applying for a|the|your|an ..3 "
         "job|position|role|vacancy|internship"),
    SAID("my application for a|the|your|an ..3 "
         "job|position|role|vacancy|internship"),
    SAID("would|want like? to apply as"),
    SAID("^ job application $"),
    SAID("attached|attach|attaching|find|sending|send|enclosed|submit ..3 my "
         "resume|cv"),
    SAID("my resume|cv is attached|enclosed|below"),
    SAID("are you currently|still? hiring $"),
    SAID("are you currently|still? hiring any|for"),
    SAID("do you hire $"),
    SAID("do you have any ..1 open|job positions|openings|vacancies"),
    SAID("i am|im looking|searching|seeking for? a|an ..2 "
         "job|internship|apprenticeship|traineeship"),
    SAID("looking for a new? job $"),
    SAID("looking|apply|applying for an internship")
};

static const struct ho_phrase job_de[] = {
    SAID("bewerbung als|um|fur eine|die|ein?"),
    SAID("bewerbe|bewerben mich|uns"),
    SAID("mich ..5 bewerben"),
    SAID("ich suche ..4 "
         "stelle|praktikum|praktikumsplatz|job|ausbildungsplatz|arbeit"),
    SAID("meinen|mein lebenslauf"),
    SAID("^ initiativbewerbung")
};

static const struct ho_phrase job_fr[] = {
    SAID("ma candidature"), SAID("candidature spontanee"),
    SAID("je postule|candidate"),
    SAID("je cherche|recherche un|une ..1 stage|emploi|poste|alternance"),
    SAID("mon cv|curriculum")
};

static const struct ho_phrase job_es[] = {
    SAID("mi curriculum|cv|candidatura"),
    SAID("busco trabajo|empleo|practicas"), SAID("solicitud de empleo")
};

static const struct ho_phrase job_pt[] = {
    SAID("meu curriculo|cv|curriculum"), SAID("minha candidatura"),
    SAID("procuro|busco um? emprego|estagio|trabalho"),
    SAID("vaga de emprego|estagio")
};

static const struct ho_phrase job_it[] = { SAID("mio curriculum|cv"),
                                           SAID("mia candidatura"),
                                           SAID("cerco un? "
                                                "lavoro|stage|tirocinio") };

static const struct ho_phrase job_nl[] = {
    SAID("mijn cv|sollicitatie"), SAID("solliciteren naar|op|bij|voor"),
    SAID("ik zoek een ..1 baan|stage|stageplek"),
    SAID("op zoek naar een ..1 baan|stage|stageplek")
};

static const struct ho_phrase vendor_en[] = {
    SAID("we|i offer|provide|sell ..1 seo|backlinks"),
    SAID("our seo services|packages"),
    SAID("our agency offers"),
    SAID("offer|offering you our"),
    SAID("like|want|love to offer you? our|my services"),
    SAID("link building service|services|for"),
    SAID("guest post|posts on|for"),
    SAID("increase|boost|grow your website|websites|site|sites? "
         "traffic|rankings|ranking"),
    SAID("rank your website|site"),
    SAID("first page of google"),
    SAID("lead|email|contact lists|list for sale"),
    SAID("buy our leads|list|lists|data|database"),
    SAID("outsource ..2 to us"),
    SAID("we can redesign"),
    SAID("redesign your website|site")
};

static const struct ho_phrase vendor_de[] = {
    SAID("bieten ihnen ..4 "
         "suchmaschinenoptimierung|seo|backlinks|leads|webdesign"),
    SAID("wir verkaufen ..1 leads|adressen|backlinks"),
    SAID("ihre website|webseite ..4 google|seite eins"),
    SAID("gastbeitrag auf|fur ihrer|ihre|ihren")
};

static const struct ho_phrase vendor_fr[] = {
    SAID("nous proposons|vous proposons ..4 "
         "referencement|seo|backlinks|refonte"),
    SAID("vous proposer ..3 nos|mes services"), SAID("article invite sur|pour")
};

static const struct ho_phrase vendor_es[] = {
    SAID("ofrecemos ..2 servicios de|seo ..1 seo|posicionamiento|marketing?"),
    SAID("ofrecerle|ofreceros|ofrecerles nuestros servicios"),
    SAID("redisenar su|vuestra web|pagina")
};

static const struct ho_phrase vendor_pt[] = {
    SAID("oferecemos ..2 servicos de ..1 seo|marketing|trafego"),
    SAID("oferecer nossos|os nossos servicos?")
};

static const struct ho_phrase vendor_it[] = {
    SAID("offriamo ..1 servizi ..1 seo|posizionamento|marketing"),
    SAID("offrirvi|offrirle|proporvi|proporle i nostri servizi")
};

static const struct ho_phrase vendor_nl[] = {
    SAID("wij|we bieden ..3 seo|linkbuilding|zoekmachineoptimalisatie"),
    SAID("onze diensten aanbieden")
};

#define STUDENT_TAIL "at|of|from|and|writing|working|doing|in"

static const struct ho_phrase student_en[] = {
    SAID("i am a|an ..2 student " STUDENT_TAIL),
    SAID("im a|an ..2 student " STUDENT_TAIL),
    SAID("i am a|an ..2 student $"),
    SAID("im a|an ..2 student $"),
    SAID("my ..1 thesis|dissertation"),
    SAID("for my class|course|seminar|studies|homework|coursework"),
    SAID("university|school|college project $"),
    SAID("university|school|college project about|on")
};

static const struct ho_phrase student_de[] = {
    SAID("meine|meiner|meinen|eine masterarbeit|bachelorarbeit|diplomarbeit|"
         "hausarbeit|studienarbeit|doktorarbeit|seminararbeit"),
    SAID("ich bin student|studentin|studierende|studierender"),
    SAID("im rahmen meines studiums")
};

static const struct ho_phrase student_fr[] = {
    SAID("mon memoire"), SAID("memoire de master|licence|fin"),
    SAID("je suis etudiant|etudiante")
};

static const struct ho_phrase student_es[] = { SAID("soy estudiante"),
                                               SAID("mi tesis|tfg|tfm"),
                                               SAID("mi trabajo de fin") };

static const struct ho_phrase student_pt[] = {
    SAID("sou estudante|aluno|aluna"), SAID("meu tcc|mestrado|doutorado"),
    SAID("minha tese|dissertacao")
};

static const struct ho_phrase student_it[] = {
    SAID("sono uno|una studente|studentessa"), SAID("mia tesi")
};

static const struct ho_phrase student_nl[] = {
    SAID("mijn scriptie|thesis"), SAID("ik ben ..1 student|studente")
};

static const struct ho_phrase press_en[] = {
    SAID("i am a|an ..2 journalist|reporter"),
    SAID("im a|an ..2 journalist|reporter"),
    SAID("^ press|media inquiry|enquiry|request"),
    SAID("i am|im writing an article about|on|for"),
    SAID("we are writing an article about|on|for")
};

static const struct ho_phrase press_de[] = {
    SAID("presseanfrage"), SAID("ich bin ..1 journalist|journalistin"),
    SAID("schreibe einen|an artikel|einem artikel?")
};

static const struct ho_phrase press_fr[] = { SAID("je suis journaliste"),
                                             SAID("demande de? presse") };
static const struct ho_phrase press_es[] = { SAID("soy periodista"),
                                             SAID("consulta de prensa") };
static const struct ho_phrase press_pt[] = { SAID("sou jornalista") };
static const struct ho_phrase press_it[] = { SAID("sono un|una? giornalista"),
                                             SAID("richiesta stampa") };
static const struct ho_phrase press_nl[] = { SAID("ik ben journalist|"
                                                  "journaliste"),
                                             SAID("persvraag") };

#define LIST(value, language, phrases)                                  \
    {                                                                   \
        HANDOFF_FACT_AUDIENCE, value, language, phrases, COUNT(phrases) \
    }

static const struct ho_phrase_list lists[] = {
    LIST("job_seeker", "en", job_en),  LIST("job_seeker", "de", job_de),
    LIST("job_seeker", "fr", job_fr),  LIST("job_seeker", "es", job_es),
    LIST("job_seeker", "pt", job_pt),  LIST("job_seeker", "it", job_it),
    LIST("job_seeker", "nl", job_nl),  LIST("vendor", "en", vendor_en),
    LIST("vendor", "de", vendor_de),   LIST("vendor", "fr", vendor_fr),
    LIST("vendor", "es", vendor_es),   LIST("vendor", "pt", vendor_pt),
    LIST("vendor", "it", vendor_it),   LIST("vendor", "nl", vendor_nl),
    LIST("student", "en", student_en), LIST("student", "de", student_de),
    LIST("student", "fr", student_fr), LIST("student", "es", student_es),
    LIST("student", "pt", student_pt), LIST("student", "it", student_it),
    LIST("student", "nl", student_nl), LIST("press", "en", press_en),
    LIST("press", "de", press_de),     LIST("press", "fr", press_fr),
    LIST("press", "es", press_es),     LIST("press", "pt", press_pt),
    LIST("press", "it", press_it),     LIST("press", "nl", press_nl)
};

const struct ho_phrase_list *ho_phrases_audience(size_t *count)
{
    *count = COUNT(lists);
    return lists;
}
