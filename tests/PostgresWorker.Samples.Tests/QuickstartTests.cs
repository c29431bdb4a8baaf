using PostgresWorker.ThrowAway;

namespace PostgresWorker.Samples.Tests;

/// <summary>The quickstart, run by the demo as build/demo does.</summary>
public sealed class QuickstartTests
{
    private static readonly Dictionary<string, string> s_environment = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_change_arrives_typed_the_failing_one_at_its_second_attempt()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));

        await using var demo = ThrowAwayProgram.Start("dotnet", ["QuickstartDemo.dll", "--once"], AppContext.BaseDirectory, s_environment);
        var exitCode = await demo.EndAsync(deadline.Token);

        Assert.True(exitCode == 0, string.Join('\n', demo.Lines));
        Assert.Contains(demo.Lines, line => line.StartsWith("demo: All 14 changes arrived", StringComparison.Ordinal));
    }
}
