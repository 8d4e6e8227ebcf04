/* replay.c - a main for fuzz targets without libFuzzer: run each file of the
 * corpus folders named on the command line.  An empty corpus is a failure. */
#include <dirent.h>
#include <stdio.h>

#include "base/file.h"
#include "fuzz/fuzz.h"

enum { PATH_BYTES = 1024, INPUT_LIMIT = 1 << 20 };

static size_t run_file(const char *folder, const char *name)
{
    char path[PATH_BYTES], *text = NULL;
    size_t len = 0;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (ho_file_read(path, INPUT_LIMIT, &text, &len, NULL) != HANDOFF_OK)
        return 0; /* "." and ".." */
    LLVMFuzzerTestOneInput((const uint8_t *)text, len);
    free(text);
    return 1;
}

static size_t run_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    if (!dir)
        return 0;
    while ((entry = readdir(dir)))
        count += run_file(folder, entry->d_name);
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const size_t count = run_folder(argv[i]);

        printf("%s: %zu inputs\n", argv[i], count);
        if (count == 0)
            return 1;
    }
    return argc > 1 ? 0 : 1;
}
