/* libxml.h - libxml2, opened at the first HTML; see base/library.h */
#ifndef HANDOFF_INTAKE_LIBXML_H
#define HANDOFF_INTAKE_LIBXML_H

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>

#include "base/library.h"

#define HO_LIBXML_CALLS(X)             \
    X(parser_new, htmlNewParserCtxt)   \
    X(parser_free, htmlFreeParserCtxt) \
    X(read, htmlCtxtReadMemory)        \
    X(root, xmlDocGetRootElement)      \
    X(doc_free, xmlFreeDoc)            \
    X(comment_new, xmlNewDocComment)   \
    X(add_child, xmlAddChild)          \
    X(characters, xmlSAX2Characters)

struct ho_libxml {
    HO_LIBXML_CALLS(HO_LIBRARY_MEMBER)
};

/* Before anything below.  IO with the remedy where it cannot be had. */
enum handoff_status ho_libxml_open(struct handoff_error *err);

const struct ho_libxml *ho_libxml(void);

#endif
