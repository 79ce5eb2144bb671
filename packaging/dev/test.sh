# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# ./dev test: sourced by dev.

source packaging/dev/kafka.sh

test_command() { # [filter] [--no-kafka] [--kafka] [--engine] [--asan|--tsan]
    local filter= preset=release kafka= engine=0 option
    for option in "$@"; do
        case $option in
            --no-kafka) kafka=0 ;;
            --kafka) kafka=1 ;;
            --engine) engine=1 ;;
            --asan) preset=asan ;;
            --tsan) preset=tsan engine=1 ;;
            -*) die "test: unknown option $option" ;;
            *) filter=$option ;;
        esac
    done
    # A sanitizer slows a client so much that a real broker's time limits mean nothing: only when asked for.
    [[ -n $kafka ]] || kafka=$([[ $preset == release && $engine == 0 ]] && echo 1 || echo 0)

    setup --test
    if [[ $preset == tsan ]]; then obtain_rdkafka tsan; fi
    if [[ $engine == 1 ]]; then
        build "$preset" engine_tests
    else
        build "$preset"
    fi
    if [[ $kafka == 1 ]]; then
        obtain_jars 3.9
        obtain_jars 4
    fi
    run_tests
}


sanitizer_environment() {
    local folder=$root/packaging/dev
    export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:abort_on_error=0
    export LSAN_OPTIONS=suppressions=$folder/lsan.supp:print_suppressions=0
    export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
    # Locks inside libraries that are not built for ThreadSanitizer (Qt's futexes) are invisible to it.
    export TSAN_OPTIONS=suppressions=$folder/tsan.supp:print_suppressions=0:ignore_noninstrumented_modules=1:report_thread_leaks=0:die_after_fork=0:halt_on_error=0:second_deadlock_stack=1
}

run_tests() { # uses filter, preset, kafka, engine of test_command
    local folder=build/$preset ctest_args=(-j2 --output-on-failure) left_out= code=0
    sanitizer_environment
    [[ -z $filter ]] || ctest_args+=(-R "$filter")
    if [[ $engine == 1 ]]; then
        ctest_args+=(-L '^engine$')
    fi
    if [[ $kafka == 0 ]]; then
        left_out=$(ctest --test-dir "$folder" -N "${ctest_args[@]:2}" -L '^kafka$' | sed -n 's/^Total Tests: //p')
        ctest_args+=(-LE '^kafka$')
    fi
    rm -f "$folder"/Testing/Temporary/LastTest*.log
    # The limits only matter for what ctest keeps of the output; the counts are read from there.
    ctest --test-dir "$folder" "${ctest_args[@]}" --test-output-size-passed 10000000 --test-output-size-failed 10000000 --no-tests=error || code=$?
    summary "$folder" "$code" "$left_out"
}

summary() { # build-folder ctest-exit-code tests-left-out
    local folder=$1/Testing/Temporary counts passed failed skipped
    [[ -e $folder/LastTestsFailed.log ]] || : >"$folder/LastTestsFailed.log" # ctest makes none when all pass
    counts=$(awk -f packaging/dev/count.awk "$folder/LastTest.log" "$folder/LastTestsFailed.log" || true)
    read -r passed failed skipped <<<"$(sed -n 's/^counts: //p' <<<"$counts")"
    : "${passed:=0}" "${failed:=0}" "${skipped:=0}"
    # ctest itself found fault, though no test function did, or nothing was counted at all: no test matched, or the log is gone.
    if [[ $failed == 0 && ( $2 != 0 || $passed == 0 ) ]]; then failed=1; fi
    echo
    grep -v '^counts: ' <<<"$counts" || true
    if [[ $failed != 0 ]]; then echo "The whole output: $folder/LastTest.log"; fi
    if [[ -n $3 && $3 != 0 ]]; then echo "Left out: $3 test programs that start a real Kafka"; fi
    if [[ -n ${PLAYHEAD_COUNTS:-} ]]; then echo "$passed $failed $skipped" >>"$PLAYHEAD_COUNTS"; fi
    echo "$passed passed, $failed failed, $skipped skipped"
    [[ $failed == 0 ]]
}
