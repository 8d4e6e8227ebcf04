# docs.awk - a page of the docs as a shell script of steps; see docs.sh.
function flush_step(compare) {
    if (command == "") return
    printf "cat >\"$steps/cmd\" <<'@end@'\n%s@end@\n", command
    printf "cat >\"$steps/want\" <<'@end@'\n%s@end@\n", output
    printf "step '%s:%d' '%s' %d\n", name, at, exits, compare
    command = output = ""
}
function directive(word) { # the text of <!-- word: text -->, or ""
    if (substr($0, 1, length(word) + 7) != "<!-- " word ": ") return ""
    return substr($0, length(word) + 8, length($0) - length(word) - 11)
}
BEGIN { name = page; exits = 0; fence = "" }
fence == "" && /^<!-- / {
    if ((text = directive("file")) != "") file = text
    if ((text = directive("exits")) != "") exits = text
    if ((text = directive("not run")) != "") skip = text
    if ((text = directive("before")) != "") {
        command = text "\n"; at = FNR; flush_step(0)
    }
    next
}
fence == "" && /^```/ {
    fence = substr($0, 4); at = FNR
    if (fence == "") fence = "none"
    if (file != "") printf "cat >'%s' <<'@end@'\n", file
    next
}
/^```/ {
    if (file != "") print "@end@"
    flush_step(fence == "console")
    fence = file = skip = ""; exits = 0
    next
}
fence == "" && /^    (\$ )?(handoff|scripts\/)/ {
    printf "fail '%s:%d: a command outside a fence is not run'\n", name, FNR
}
file != "" && fence != "" { print; next }
skip != "" { next }
fence == "sh" {
    if (command == "") at = FNR
    if (command == "" && ($0 ~ /^ *#/ || $0 == "")) next
    command = command $0 "\n"
    if ($0 !~ /\\$/) flush_step(0)
}
fence == "console" && /^\$ / {
    flush_step(1); at = FNR
    command = substr($0, 3) "\n"; more = $0 ~ /\\$/
    next
}
fence == "console" && more { command = command $0 "\n"; more = $0 ~ /\\$/; next }
fence == "console" { output = output $0 "\n" }
