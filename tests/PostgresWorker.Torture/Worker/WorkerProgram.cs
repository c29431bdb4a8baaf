using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostgresWorker.FailPoints;

namespace PostgresWorker.Torture.Worker;

/// <summary>The program as one of the workers that are tormented.</summary>
internal static class WorkerProgram
{
    /// <summary>The environment variables that make it one, and say with what mistake.</summary>
    public const string FolderVariable = "TORTURE_FOLDER", MutantVariable = "TORTURE_MUTANT";

    /// <summary>What it says each time that it lost its connection or could not make one.</summary>
    public const string Lost = "has no connection";

    public static async Task RunAsync(string folder)
    {
        using var orders = new Orders(folder);
        using var journal = new Journal(folder);
        using var counts = new FailPointCounts(folder);
        using var time = new JumpingTime(orders, journal);
        Mutants.Make(Enum.Parse<Mutant>(Environment.GetEnvironmentVariable(MutantVariable) ?? nameof(Mutant.None)));
        Failing.Reached = new ArmedFailPoints(orders, counts, journal).Reach;
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(orders);
        builder.Services.AddSingleton(journal);
        builder.Services.AddSingleton(new Chance(Environment.ProcessId));
        builder.Services.AddSingleton<Trouble>();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddPostgresWorker(worker =>
        {
            // Each loss is told to whoever ends and excuses it; the log tells a cause once, and counts.
            worker.AddSource("torture", options => options.OnConnectionError = error => Console.WriteLine($"Source {error.Source} {Lost}"));
            if (Enum.Parse<Capture>(builder.Configuration["PostgresWorker:Sources:torture:Capture"]!) == Capture.Wal)
            {
                worker.AddListeners();
            }
            else
            {
                worker.AddListeners<OutboxListeners>();
            }
        });
        builder.Services.AddHostedService<RequestedActions>();
        await builder.Build().RunAsync();
    }
}
