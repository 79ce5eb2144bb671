# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# ./dev lint: sourced by dev. What a machine can see without building; prints each fault and fails when there is one.

lint_faults=0
fault() { # title lines
    [[ -n $2 ]] || return 0
    printf '%s\n' "$1" "$2" | sed '2,$s/^/    /'
    lint_faults=$((lint_faults + $(wc -l <<<"$2")))
}

program_files() { git ls-files --cached --others --exclude-standard -- 'app/*.cpp' 'app/*.h' 'views/*.cpp' 'views/*.h' 'models/*.cpp' 'models/*.h'; }
test_files() { git ls-files --cached --others --exclude-standard -- 'tests/*.cpp' 'tests/*.h'; }
all_files() { git ls-files --cached --others --exclude-standard; }
find_words() { xargs -r grep -nHE "$1" 2>/dev/null | grep -vE '^[^:]*:[0-9]+: *//' | cut -c1-200 || true; } # comments may name them

lint() {
    fault "No licence header:" "$(all_files | grep -vE '(^|/)(LICENSE|\.gitignore|dep5|.*\.(png|ts|json|md|svg|qrc))$' | xargs -r grep -L 'SPDX-License-Identifier: Apache-2.0' || true)"
    fault "Over 400 lines:" "$( (program_files; test_files) | xargs -r wc -l | awk '$2 != "total" && $1 > 400 {print $2 ": " $1}')"
    fault "HTML, string slots, event loops spun by hand, .ui files:" \
        "$(program_files | find_words '\b(setHtml|insertHtml|toHtml|processEvents|QTextBrowser)\b|\b(SIGNAL|SLOT)\(|Qt::RichText'; all_files | grep '\.ui$' || true)"
    fault "Fixed waits in tests:" "$(test_files | find_words 'QTest::qWait\(|QTest::qSleep|QThread::u?m?sleep|sleep_for|sleep_until|\busleep\(')"
    fault "Colours outside views/theme.cpp:" \
        "$(program_files | grep -v '^views/theme\.' | find_words 'QColor\((0x|[0-9]+ *,)|"#[0-9a-fA-F]{3,8}"|u"#[0-9a-fA-F]{6}"|\bQt::(red|green|blue|white|black|gray|yellow|cyan|magenta|darkGray|lightGray)\b')"
    fault "Unfinished:" "$( (program_files; test_files) | find_words '(^|[^A-Za-z])(TODO|FIXME|XXX|HACK)([^A-Za-z]|$)')"
    fault "Hosts that do not belong here:" \
        "$(all_files | grep -v '^LICENSE$' | xargs -r grep -nHoE 'https?://[A-Za-z0-9.-]+\.[a-z]{2,}' 2>/dev/null | grep -vE '://(github\.com|(www\.)?apache\.org|kafka\.apache\.org|www\.w3\.org|cwiki\.apache\.org|www\.debian\.org|example\.(com|org)|[a-z0-9.-]*\.(test|example|invalid))$' | sort -u || true)"
    lint_format
    if [[ $lint_faults != 0 ]]; then die "lint: $lint_faults faults"; fi
    say "lint: nothing found"
}

# Only lines that differ from the last commit, so that nobody has to touch what others wrote.
lint_format() {
    command -v clang-format >/dev/null || return 0
    command -v clang-format-diff >/dev/null || return 0
    local differences
    differences=$(git diff -U0 --no-color HEAD -- '*.cpp' '*.h' | clang-format-diff -p1 2>/dev/null || true)
    [[ -z $differences ]] || say "clang-format would write some changed lines otherwise (no fault): git diff -U0 HEAD | clang-format-diff -p1"
}
