/* base/banned.h -- calls that do not compile in this library. Included last by
 * every .c under src/ (forced by the build). Allocation goes through
 * base/mem.c (one seam for faults); unbounded or locale-bound calls never. */
#ifndef SJ_BASE_BANNED_H
#define SJ_BASE_BANNED_H
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets strncpy strncat
#pragma GCC poison atoi atol atof setlocale localtime gmtime ctime asctime
#ifndef SJ_ALLOW_MALLOC
#pragma GCC poison malloc calloc realloc strdup strndup
#endif
#endif
