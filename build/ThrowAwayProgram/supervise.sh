# Runs a program, "$@", and ends it when its owner lets go of it or dies, by whatever signal.
# Standard input is a pipe of which only the owner holds the other end. The first line of output is the program's process id.
exec 3<&0 </dev/null 2>/dev/null
"$@" 3<&- 2>&1 &
program=$!
echo "$program"

{
    read -r _ <&3
    kill -TERM "$program"
    tries=300
    while [ $((tries -= 1)) -gt 0 ]; do sleep 0.1; done
    kill -KILL "$program"
} >/dev/null 2>&1 &
watcher=$!

wait "$program"
code=$?
kill "$watcher"
exit "$code"
