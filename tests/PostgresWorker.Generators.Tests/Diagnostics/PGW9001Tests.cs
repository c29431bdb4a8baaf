using PostgresWorker.Generators.Parsing;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Diagnostics;

/// <summary>A parser with a fault, for nothing is known that makes the real one throw.</summary>
public sealed class PGW9001Tests
{
    private static readonly ListenerReading Faulty = new(static (method, compilation, report, cancellation) => method.Name == "OnWrong"
        ? throw new InvalidOperationException("No such\r\nthing.")
        : ListenerParser.Parse(method, compilation, report, cancellation));

    [Fact]
    public void The_listener_is_named() => Shop(Faulty).ExpectMarkedDiagnostics();

    [Fact]
    public void The_message_says_what_happened() => Assert.Equal(
        "An internal error while reading listener 'OnWrong' leaves it out: InvalidOperationException: No such thing; please report it at https://github.com/postgresworker/postgresworker/issues",
        Shop(Faulty).Message());

    [Fact]
    public void The_others_stay()
    {
        var module = Shop(Faulty).Generate().Files["PostgresWorkerModule.g.cs"];

        Assert.Contains("Listeners.OnRight", module, StringComparison.Ordinal);
        Assert.DoesNotContain("OnWrong", module, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancellation_is_no_fault() => Assert.Throws<OperationCanceledException>(() =>
        new ListenerReading(static (_, _, _, _) => throw new OperationCanceledException()).Read(null!, null!, null, CancellationToken.None));

    private static Project Shop(ListenerReading reading) => new(new ProjectOptions { Reading = reading }, ("Listeners.cs", """
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void OnRight(Truncated change) { }
            [PostgresListener("others")] public static void {|PGW9001:OnWrong|}(Truncated change) { }
        }
        """));
}
