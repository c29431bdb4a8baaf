namespace PostgresWorker.ThrowAway.Tests;

public sealed class FailureTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_without_a_server_is_named_with_the_way_out()
    {
        using var empty = new TemporaryFolder();
        var failure = await FailureOfAsync(new ThrowAwayPostgresOptions { BinDirectory = empty.Path });

        Assert.Equal(
            $"The folder '{empty.Path}' must hold initdb, pg_ctl and postgres that run here. " +
            "Name such a folder, or leave BinDirectory unset to have one searched for.",
            failure.Message);
    }

    [Fact]
    public async Task Links_that_a_removed_server_left_behind_are_no_server()
    {
        using var folder = new TemporaryFolder();
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            File.CreateSymbolicLink(Path.Combine(folder.Path, program), Path.Combine(folder.Path, "removed", program));
        }

        var failure = await FailureOfAsync(new ThrowAwayPostgresOptions { BinDirectory = folder.Path });
        Assert.Contains("must hold initdb, pg_ctl and postgres", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_a_folder_has_not_is_named()
    {
        var found = await PostgresSearch.FindAsync(null, null, Ct);
        var failure = await FailureOfAsync(new ThrowAwayPostgresOptions { BinDirectory = found.Directory, Version = 9 });

        Assert.Contains($"The folder '{found.Directory}' must hold initdb, pg_ctl and postgres of Postgres 9", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_the_server_refuses_is_shown_from_its_log()
    {
        using var temporary = new TemporaryFolder();
        var failure = await FailureOfAsync(new ThrowAwayPostgresOptions
        {
            TemporaryDirectory = temporary.Path,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["max_connections"] = "plenty" },
        });

        Assert.Contains("did not start", failure.Message, StringComparison.Ordinal);
        Assert.Contains("invalid value for parameter \"max_connections\": \"plenty\"", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
    }

    [Fact]
    public async Task A_server_that_is_not_up_in_time_is_said_to_be_late_and_removed()
    {
        using var temporary = new TemporaryFolder();
        var failure = await FailureOfAsync(new ThrowAwayPostgresOptions { TemporaryDirectory = temporary.Path, StartTimeout = TimeSpan.FromMilliseconds(50) });

        Assert.Contains("did not start within 0.05 s", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
    }

    private static Task<ThrowAwayPostgresException> FailureOfAsync(ThrowAwayPostgresOptions options) =>
        Assert.ThrowsAsync<ThrowAwayPostgresException>(() => ThrowAwayPostgres.StartAsync(options, Ct));
}
