using PostgresWorker.Benchmarks;

switch (args)
{
    case [OutboxDrainProcess.Argument, var connectionString]:
        await OutboxDrainProcess.RunAsync(connectionString).ConfigureAwait(false);
        return 0;
    case [WalDrainProcess.Argument, .. var drain]:
        await WalDrainProcess.RunAsync(drain).ConfigureAwait(false);
        return 0;
    case [LatencyProcess.Argument, var who, var database, var slot]:
        await LatencyProcess.RunAsync(who, database, slot).ConfigureAwait(false);
        return 0;
    case [BacklogProcess.Argument, .. var backlog]:
        await BacklogProcess.RunAsync(backlog).ConfigureAwait(false);
        return 0;
    case ["--list"]:
        foreach (var topic in Topic.All)
        {
            Console.WriteLine($"{topic.Name,-20}{topic.About}{(topic.IsLong ? " (only by name)" : "")}: {string.Join(' ', topic.Benchmarks().Select(static benchmark => benchmark.Name))}");
        }

        return 0;
}

// What follows --page is where the tables are kept.
var page = args is ["--page", var path, ..] ? new BenchmarksPage(path) : null;
var names = page is null ? args : args[2..];
if (names.FirstOrDefault(static name => !Topic.Asked([name]).Any()) is { } unknown)
{
    await Console.Error.WriteLineAsync($"'{unknown}' is no benchmark; --list says what is.").ConfigureAwait(false);
    return 1;
}

foreach (var benchmark in Topic.Asked(names))
{
    var comparison = await benchmark.RunAsync().ConfigureAwait(false);
    Console.WriteLine(comparison.Table());
    foreach (var line in comparison.Lines())
    {
        Console.WriteLine(line);
    }

    Console.WriteLine();
    await (page?.WriteAsync(comparison) ?? Task.CompletedTask).ConfigureAwait(false);
}

return 0;
