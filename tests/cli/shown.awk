# shown.awk - does a page show what is printed?  First file: what it shows,
# second: what was printed.  A line "..." stands for any lines left out, a "…"
# within a line for any characters.
function same(shown, real,    part, n, i, p) {
    n = split(shown, part, "…")
    if (n < 2) return shown == real
    if (index(real, part[1]) != 1) return 0
    real = substr(real, length(part[1]) + 1)
    for (i = 2; i <= n; i++) {
        p = part[i] == "" ? length(real) + 1 : index(real, part[i])
        if (!p || (i == n && part[i] != "" &&
            substr(real, length(real) - length(part[i]) + 1) != part[i])) return 0
        real = substr(real, p + length(part[i]))
    }
    return 1
}
NR == FNR { want[++n] = $0; next }
{ got[++m] = $0 }
END {
    at = 1; free = 0
    for (i = 1; i <= n; i++) {
        if (want[i] ~ /^ *\.\.\.$/) { free = 1; continue }
        while (free && at <= m && !same(want[i], got[at])) at++
        if (at > m || !same(want[i], got[at])) {
            printf "shown:   %s\nprinted: %s\n", want[i], got[at]; exit 1
        }
        at++; free = 0
    }
    if (!free && at <= m) { printf "not shown: %s\n", got[at]; exit 1 }
}
