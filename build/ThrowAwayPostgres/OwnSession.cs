namespace PostgresWorker.ThrowAway;

/// <summary>
/// Has a program run in a session of its own, so that a signal to this process's whole group, such as Ctrl-C at a terminal, leaves it to this
/// process to end it in order. macOS has no such command; there the program gets the signal too.
/// </summary>
internal static class OwnSession
{
    public static string[] Prefix { get; } = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];
}
