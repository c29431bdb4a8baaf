# Sees that nothing of a throw-away server outlives the program that started it.
# $1 is the server's folder; what follows is the command line that stops the server at once.
# Standard input is a pipe of which only that program holds the other end: it ends when the program lets go of it or dies,
# by whatever signal. Each line is the process id of a command in flight, or empty when it has ended.
trap '' HUP INT TERM
exec >/dev/null 2>&1
cd /
folder=$1
shift

running=
while read -r line; do running=$line; done

# A server that is just being made or started would be missed: let the command end first (30 s at most).
tries=300
while [ -n "$running" ] && kill -0 "$running" && [ $((tries -= 1)) -gt 0 ]; do sleep 0.1; done

[ -e "$folder/data/postmaster.pid" ] && "$@"
rm -rf "$folder"
