/* gmime.h - GMime with GLib, opened at the first mail; see base/library.h */
#ifndef HANDOFF_INTAKE_GMIME_H
#define HANDOFF_INTAKE_GMIME_H

#include <gmime/gmime.h>

#include "base/library.h"

#define HO_GMIME_CALLS(X)                                                    \
    X(init, g_mime_init)                                                     \
    X(parser_options_new, g_mime_parser_options_new)                         \
    X(parser_options_set_fallback_charsets,                                  \
      g_mime_parser_options_set_fallback_charsets)                           \
    X(parser_new_with_stream, g_mime_parser_new_with_stream)                 \
    X(parser_construct_message, g_mime_parser_construct_message)             \
    X(stream_mem_new_with_buffer, g_mime_stream_mem_new_with_buffer)         \
    X(stream_mem_new_with_byte_array, g_mime_stream_mem_new_with_byte_array) \
    X(stream_mem_set_owner, g_mime_stream_mem_set_owner)                     \
    X(data_wrapper_write_to_stream, g_mime_data_wrapper_write_to_stream)     \
    X(message_get_addresses, g_mime_message_get_addresses)                   \
    X(message_get_date, g_mime_message_get_date)                             \
    X(message_get_mime_part, g_mime_message_get_mime_part)                   \
    X(object_get_content_type, g_mime_object_get_content_type)               \
    X(object_get_content_type_parameter,                                     \
      g_mime_object_get_content_type_parameter)                              \
    X(object_get_header, g_mime_object_get_header)                           \
    X(object_get_header_list, g_mime_object_get_header_list)                 \
    X(header_list_get_header, g_mime_header_list_get_header)                 \
    X(header_get_raw_value, g_mime_header_get_raw_value)                     \
    X(utils_header_decode_text, g_mime_utils_header_decode_text)             \
    X(content_type_get_mime_type, g_mime_content_type_get_mime_type)         \
    X(content_type_is_type, g_mime_content_type_is_type)                     \
    X(part_get_type, g_mime_part_get_type)                                   \
    X(part_get_content, g_mime_part_get_content)                             \
    X(part_get_filename, g_mime_part_get_filename)                           \
    X(part_is_attachment, g_mime_part_is_attachment)                         \
    X(multipart_get_type, g_mime_multipart_get_type)                         \
    X(multipart_get_count, g_mime_multipart_get_count)                       \
    X(multipart_get_part, g_mime_multipart_get_part)                         \
    X(multipart_get_prologue, g_mime_multipart_get_prologue)                 \
    X(multipart_get_epilogue, g_mime_multipart_get_epilogue)                 \
    X(address_list_to_string, internet_address_list_to_string)               \
    X(date_time_to_utc, g_date_time_to_utc)                                  \
    X(date_time_format, g_date_time_format)                                  \
    X(date_time_unref, g_date_time_unref)                                    \
    X(byte_array_new, g_byte_array_new)                                      \
    X(byte_array_free, g_byte_array_free)                                    \
    X(strndup, g_strndup)                                                    \
    X(free, g_free)                                                          \
    X(object_unref, g_object_unref)                                          \
    X(type_check_instance_is_a, g_type_check_instance_is_a)

struct ho_gmime {
    HO_GMIME_CALLS(HO_LIBRARY_MEMBER)
};

/* Before anything below; GMime is then started.  IO with the remedy where it
 * cannot be had. */
enum handoff_status ho_gmime_open(struct handoff_error *err);

const struct ho_gmime *ho_gmime(void);

/* How it reads mails: leniently, older charsets too. */
GMimeParserOptions *ho_gmime_options(void);

#endif
