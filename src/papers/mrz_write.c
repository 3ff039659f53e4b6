/* papers/mrz_write.c -- a zone as one JSON object. */
#include "papers/mrz.h"

static void member(sj_buf *to, const char *name, sj_str value)
{
    sj_buf_addf(to, ",\"%s\":", name);
    sj_buf_add_json(to, value);
}

static void member_date(sj_buf *to, const char *name, sj_date d)
{
    char text[32];
    const sj_date_range r = {d, d, false};
    if (d.year)
        member(to, name, (sj_str){text, sj_date_write(&r, text)});
}

static void member_check(sj_buf *to, const char *name, sj_mrz_check c)
{
    static const char *const text[] = {"none", "ok", "bad", "not filled"};
    member(to, name, sj_str_from(text[c]));
}

void sj_mrz_write_json(const sj_mrz *m, sj_buf *to)
{
    sj_buf_addf(to, "{\"format\":");
    sj_buf_add_json(to, sj_mrz_format_text(m->format));
    sj_buf_addf(to, ",\"valid\":%s", m->valid ? "true" : "false");
    member(to, "document_code", sj_str_from(m->document_code));
    member(to, "issuer", sj_str_from(m->issuer));
    member(to, "issuer_country", sj_str_from(m->issuer_country));
    member(to, "issuer_text", m->issuer_text);
    member(to, "number", sj_str_from(m->number));
    member(to, "surname", sj_str_from(m->surname));
    member(to, "given", sj_str_from(m->given));
    sj_buf_addf(to, ",\"names_cut\":%s", m->names_cut ? "true" : "false");
    member(to, "nationality", sj_str_from(m->nationality));
    member(to, "nationality_country", sj_str_from(m->nationality_country));
    member(to, "nationality_text", m->nationality_text);
    member(to, "birth", sj_str_from(m->birth));
    member_date(to, "birth_date", m->birth_date);
    member(to, "sex", (sj_str){&m->sex, 1});
    member(to, "expiry", sj_str_from(m->expiry));
    member_date(to, "expiry_date", m->expiry_date);
    member(to, "optional", sj_str_from(m->optional));
    member(to, "optional2", sj_str_from(m->optional2));
    member_check(to, "number_check", m->number_check);
    member_check(to, "birth_check", m->birth_check);
    member_check(to, "expiry_check", m->expiry_check);
    member_check(to, "optional_check", m->optional_check);
    member_check(to, "composite_check", m->composite_check);
    sj_buf_addf(to, ",\"problems\":[");
    for (size_t i = 0; i < m->problem_count; i++) {
        sj_buf_addf(to, "%s{\"line\":%u,\"column\":%u,\"expected\":", i ? "," : "",
                    m->problem[i].line, m->problem[i].column);
        sj_buf_add_json(to, sj_str_from(m->problem[i].expected));
        member(to, "found", (sj_str){&m->problem[i].found, 1});
        sj_buf_add_char(to, '}');
    }
    sj_buf_addf(to, "],\"repairs\":[");
    for (size_t i = 0; i < m->repair_count; i++) {
        sj_buf_addf(to, "%s{\"line\":%u,\"column\":%u", i ? "," : "", m->repair[i].line,
                    m->repair[i].column);
        member(to, "from", (sj_str){&m->repair[i].from, 1});
        member(to, "to", (sj_str){&m->repair[i].to, 1});
        sj_buf_add_char(to, '}');
    }
    sj_buf_addf(to, "]}");
}
