namespace PostgresWorker.ThrowAway;

/// <summary>The user that a server runs as: whoever runs this, or, as Postgres refuses to run as root, an unprivileged one.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Prefix">The command line that runs a program as that user; empty where it is whoever runs this.</param>
internal sealed record ServerUser(string Name, string[] Prefix)
{
    public static ServerUser Choose()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return new ServerUser(Environment.UserName, []);
        }

        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToArray();
        var user = Array.Find(users, fields => fields is ["postgres", ..]) ?? Array.Find(users, fields => fields is ["nobody", ..])
            ?? throw new ThrowAwayPostgresException("Postgres refuses to run as root, and there is neither a user 'postgres' nor 'nobody' to run it as. Make one: useradd --system postgres.");

        // setpriv becomes the program, where runuser stays between; BusyBox's setpriv knows no --reuid.
        var setpriv = new FileInfo("/usr/bin/setpriv");
        return setpriv is { Exists: true, LinkTarget: null } ? new ServerUser(user[0], [setpriv.FullName, "--reuid=" + user[2], "--regid=" + user[3], "--clear-groups", "--"])
            : Array.Find(["/usr/sbin/runuser", "/sbin/runuser"], File.Exists) is { } runuser ? new ServerUser(user[0], [runuser, "-u", user[0], "--"])
            : throw new ThrowAwayPostgresException($"Postgres refuses to run as root, and neither setpriv nor runuser is here to run it as '{user[0]}'. Install the package util-linux, or do not run this as root.");
    }

    /// <summary>Runs a program as this user.</summary>
    public Task<ProgramRun> RunAsync(string program, string[] arguments, string workingDirectory, Action<int> started, CancellationToken ct)
    {
        string[] command = [.. OwnSession.Prefix, .. Prefix, program, .. arguments];
        return ProgramRun.RunAsync(command[0], command[1..], ct, workingDirectory, started);
    }
}
