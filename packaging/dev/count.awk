# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0

# Counts test functions (with their data rows) in ctest's log of Qt Tests, initTestCase and cleanupTestCase apart.
# Second file: ctest's list of failed tests. Prints what failed or was skipped, then "counts: passed failed skipped".
# A test program counts as failed when it ended badly without saying so (a crash, a time-out, a sanitizer's report) and when it
# ran no function at all.

function close_test() {
    if (name == "")
        return
    if (fails == 0 && (!passed_ctest || !totals || oks + skips == 0)) {
        fails = 1
        printf "FAILED  %s: %s\n", name, !passed_ctest ? "ended badly" : "ran no test function"
    }
    if (fails > 0)
        told[name] = 1
    passed += oks; failed += fails; skipped += skips
    name = ""
}

FNR == 1 { ++file }

file == 1 && /^[0-9]+\/[0-9]+ Test: / {
    close_test()
    name = $3; oks = fails = skips = totals = passed_ctest = 0
    next
}
file == 1 && /^PASS   : .*::(initTestCase|cleanupTestCase)\(\)/ { next }
file == 1 && /^PASS   : / { ++oks }
file == 1 && /^(FAIL!|XPASS)  : / {
    sub(/^(FAIL!|XPASS) *: /, "")
    printf "FAILED  %s\n", $0
}
file == 1 && /^(SKIP|BFAIL|BPASS)   *: / {
    line = $0
    sub(/^[A-Z]+ *: /, "", line)
    printf "SKIPPED %s\n", line
}
file == 1 && /^Totals: [0-9]+ passed/ {
    totals = 1
    if (oks == 0 && $2 > 2)
        oks = $2 # a check that is no Qt Test and only prints its totals
    if (match($0, /[0-9]+ failed/)) fails += substr($0, RSTART, RLENGTH) + 0
    if (match($0, /[0-9]+ skipped/)) skips += substr($0, RSTART, RLENGTH) + 0
    if (match($0, /[0-9]+ blacklisted/)) skips += substr($0, RSTART, RLENGTH) + 0
}
file == 1 && /^Test (Passed\.|Pass Reason:)/ { passed_ctest = 1 } # the second: a test that passes by what it prints

file == 2 {
    close_test()
    listed = $0
    sub(/^[0-9]+:/, "", listed)
    if (!(listed in told)) {
        printf "FAILED  %s: did not run\n", listed
        ++failed
    }
}

END {
    close_test()
    printf "counts: %d %d %d\n", passed, failed, skipped
}
