using PostgresWorker.FailPoints;
using PostgresWorker.Torture;
using PostgresWorker.Torture.Mutation;
using PostgresWorker.Torture.Worker;

if (Environment.GetEnvironmentVariable(WorkerProgram.FolderVariable) is { } folder)
{
    await WorkerProgram.RunAsync(folder);
    return 0;
}

if (TortureOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(TortureOptions.Usage);
    return 2;
}

if (!Failing.AreBuiltIn)
{
    await Console.Error.WriteLineAsync("This build has no fail points. Run build/torture.");
    return 2;
}

if (options.AllMutants)
{
    return await MutantRuns.RunAsync(options, Console.WriteLine) ? 0 : 1;
}

var run = new TortureRun(options, Console.WriteLine);
await run.RunAsync();
foreach (var line in Report.Of(run))
{
    Console.WriteLine(line);
}

return run.Findings.IsEmpty ? 0 : run.Findings.IsInconclusive ? 3 : 1;
