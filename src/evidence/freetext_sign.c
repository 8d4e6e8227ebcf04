/* freetext_sign.c - signs of many scripts as the ASCII ones they stand for */
#include "evidence/freetext.h"

/* The ASCII sign that stands for a typographic one, 0 for what says
 * nothing. */
char ho_plain_sign(int32_t code)
{
    if (code < 0x80)
        return (char)code;
    if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212)
        return '-';
    if (code == 0xAB || code == 0xBB || (code >= 0x201C && code <= 0x201F) ||
        code == 0x300C || code == 0x300D)
        return '"';
    if (code >= 0x2018 && code <= 0x201B)
        return '\'';
    if (code == 0x2022 || code == 0xB7 || code == 0x25AA || code == 0x25CF ||
        code == 0x2023 || code == 0x25E6 || code == 0xD7)
        return '*';
    if (code == 0x2026 || code == 0x3002 || code == 0xFF0E)
        return '.';
    if (code == 0x3001 || code == 0xFF0C)
        return ',';
    if (code == 0xFF01)
        return '!';
    if (code == 0xFF1F || code == 0xBF)
        return code == 0xBF ? 0 : '?';
    if (code == 0xFF1A)
        return ':';
    if (code == 0xFF1B)
        return ';';
    return code == 0x2192 ? '>' : 0;
}
