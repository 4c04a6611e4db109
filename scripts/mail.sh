# Sourced: catches every mail that the development server sends.
# shellcheck shell=bash

catch_mail() {
    maildev --smtp 1025 --ip 127.0.0.1 --web 1080 --web-ip 127.0.0.1 --silent &
    # shellcheck disable=SC2064  # the catcher's id as it is now
    trap "kill $! 2>/dev/null || true" EXIT
    trap 'exit 130' INT TERM
    # The server mails at once when it makes the sample.
    until (: > /dev/tcp/127.0.0.1/1025) 2>/dev/null; do
        kill -0 $! 2>/dev/null || fail "The mail catcher did not start."
        sleep 0.2
    done
}
