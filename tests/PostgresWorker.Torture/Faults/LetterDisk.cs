using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;

namespace PostgresWorker.Torture.Faults;

/// <summary>
/// The disk of the dead letters: one of their own in memory, with a tablespace, so that it can be filled and nothing else of the server be in want of room. Where none can be mounted, for that takes root, a trigger says what a full one would.
/// </summary>
internal sealed partial class LetterDisk(Arena arena) : IDisposable
{
    /// <summary>What the server says of a disk that is full.</summary>
    public const string Refusal = "No space left on device";

    private const int Block = 4096, Spared = 1 << 20;

    // Mounts, says whether it could, and unmounts when whoever asked is gone, by whatever signal: the pipe between them ends then.
    private const string Keeper =
        """
        trap '' HUP INT TERM
        mkdir -p "$1"
        mount -t tmpfs -o "size=256m,mode=700,uid=$(stat -c %u "$2")" torture "$1" 2>/dev/null && echo mounted || echo none
        cat >/dev/null
        umount -l "$1" 2>/dev/null
        rmdir "$1"
        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"torture-disk-{Environment.ProcessId}-{Path.GetRandomFileName()}");
    private Process? _keeper;
    private bool _isMounted;

    /// <summary>How often the server was refused room.</summary>
    public int Refusals => Refused().Count(arena.Server.ReadLog());

    /// <summary>What is full.</summary>
    public string Detail => _isMounted ? "a disk of 256 MB" : "a trigger, for no disk can be mounted";

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Moves the dead letters there.</summary>
    public async Task MountAsync()
    {
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            _keeper = Process.Start(new ProcessStartInfo("/usr/bin/setsid", ["/bin/sh", "-c", Keeper, "keeper", _folder, arena.Server.DataDirectory])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            _isMounted = await _keeper.StandardOutput.ReadLineAsync() == "mounted";
        }

        if (_isMounted)
        {
            await arena.ExecuteAsync($"CREATE TABLESPACE letters LOCATION '{_folder}'");
            await ServerFaults.ExecuteInTurnAsync(arena, "ALTER TABLE postgres_worker.dead_letters SET TABLESPACE letters");
            return;
        }

        await arena.ExecuteAsync(
            $"""
            CREATE FUNCTION mirror.refuse_letter() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{Refusal}' USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER refuse_letter BEFORE INSERT OR UPDATE ON postgres_worker.dead_letters FOR EACH ROW EXECUTE FUNCTION mirror.refuse_letter();
            ALTER TABLE postgres_worker.dead_letters DISABLE TRIGGER refuse_letter;
            """);
    }

    /// <summary>Takes all the room that there is.</summary>
    public async Task FillAsync()
    {
        if (!_isMounted)
        {
            await ServerFaults.ExecuteInTurnAsync(arena, "ALTER TABLE postgres_worker.dead_letters ENABLE TRIGGER refuse_letter");
            return;
        }

        // What is left of letters that are gone would have room for others.
        await ServerFaults.ExecuteInTurnAsync(arena, "VACUUM FULL postgres_worker.dead_letters");

        // A server that recovers writes anew what was written since its last checkpoint, the table that is gone too.
        await ServerFaults.ExecuteInTurnAsync(arena, "CHECKPOINT");
        await TakeAllAsync();
    }

    /// <summary>Takes what has come to be free of a disk that was filled.</summary>
    public async Task TakeAllAsync()
    {
        if (!_isMounted)
        {
            return;
        }

        await using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 1024 * Block; size >= Block;)
        {
            try
            {
                await filler.WriteAsync(new byte[size]);
            }
            catch (IOException)
            {
                // No more of this size.
                size /= 2;
            }
        }
    }

    /// <summary>Gives a little of it back.</summary>
    public void Spare()
    {
        using var filler = new FileStream(Filler, FileMode.Open, FileAccess.Write);
        filler.SetLength(Math.Max(0, filler.Length - Spared));
    }

    /// <summary>There is room again.</summary>
    public async Task FreeAsync()
    {
        if (_isMounted)
        {
            File.Delete(Filler);
            return;
        }

        await ServerFaults.ExecuteInTurnAsync(arena, "ALTER TABLE postgres_worker.dead_letters DISABLE TRIGGER refuse_letter");
    }

    public void Dispose()
    {
        if (_keeper is not null)
        {
            _keeper.StandardInput.Close();
            _keeper.WaitForExit();
            _keeper.Dispose();
        }
    }

    // A page of the server's is larger than one of the disk's.
    [GeneratedRegex($"{Refusal}|could not extend file .* wrote only", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Refused();
}
