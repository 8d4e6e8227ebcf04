/* layout.h - the columns of each CRM's import files. */
#ifndef HANDOFF_RECORD_LAYOUT_H
#define HANDOFF_RECORD_LAYOUT_H

#include "base/buffer.h"
#include "record/update.h"

enum ho_file { HO_FILE_CONTACTS, HO_FILE_TASKS, HO_FILE_NOTES, HO_FILES };

const char *ho_file_name(enum ho_file file);

void ho_layout_header(struct ho_buffer *out, enum handoff_crm_target target,
                      enum ho_file file);
void ho_layout_row(struct ho_buffer *out, enum handoff_crm_target target,
                   enum ho_file file, const struct ho_update *update);

#endif
