using System.Globalization;

namespace PostgresWorker.ThrowAway;

/// <content>A second server that follows this one.</content>
public sealed partial class ThrowAwayPostgres
{
    /// <summary>
    /// Makes a hot standby of this server, by a copy of its files without its slots, which streams its WAL and can be promoted. This server is stopped for the copy and started again. Nothing but initdb, pg_ctl and
    /// postgres is needed.
    /// </summary>
    /// <param name="settings">Settings of the standby, unquoted, beside those of this server; they may override <c>primary_conninfo</c>.</param>
    /// <param name="ct">Ends the start; nothing is left behind.</param>
    /// <exception cref="ThrowAwayPostgresException">It does not start; the message shows the end of its log.</exception>
    public async Task<ThrowAwayPostgres> StartStandbyAsync(IReadOnlyDictionary<string, string>? settings = null, CancellationToken ct = default)
    {
        var all = new Dictionary<string, string>(_options.Settings, StringComparer.Ordinal)
        {
            ["primary_conninfo"] = string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1 port={Port} user=postgres dbname=postgres"),
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            all[name] = value;
        }

        var options = new ThrowAwayPostgresOptions { TemporaryDirectory = _options.TemporaryDirectory, StartTimeout = _options.StartTimeout, Settings = all };
        var standby = new ThrowAwayPostgres(options, _binaries, _user);
        try
        {
            await StopAsync(ct: ct).ConfigureAwait(false);
            await standby.MakeFolderAsync().ConfigureAwait(false);
            await standby.CopyAsync(DataDirectory, ct).ConfigureAwait(false);
            await StartAgainAsync(ct).ConfigureAwait(false);
            await standby.StartOnFreePortAsync(ct).ConfigureAwait(false);
            return standby;
        }
        catch
        {
            await standby.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Copies the files of a server that is stopped, by its user. As pg_basebackup does it: slots are a server's own.</summary>
    private async Task CopyAsync(string dataDirectory, CancellationToken ct)
    {
        const string Script = """cp -a "$1" "$2" && find "$2/pg_replslot" -mindepth 1 -delete && : > "$2/standby.signal" """;
        var result = await RunAsync("/bin/sh", ["-c", Script, "copy", dataDirectory, DataDirectory], ct, "/").ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new ThrowAwayPostgresException($"The files of the server in '{dataDirectory}' could not be copied: {result.Output}");
        }
    }
}
