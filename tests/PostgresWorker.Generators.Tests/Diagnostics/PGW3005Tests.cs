namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW3005Tests
{
    [Theory]
    [InlineData("{|PGW3005:catch|} { }")]
    [InlineData("{|PGW3005:catch|} (Exception) { }")]
    [InlineData("{|PGW3005:catch|} (Exception) { /* never mind */ }")]
    [InlineData("{|PGW3005:catch|} (OperationCanceledException) { }")]
    [InlineData("{|PGW3005:catch|} (TaskCanceledException) { }")]
    public void An_empty_catch_of_everything_or_of_a_cancellation(string clause) => Expect(clause);

    [Theory]
    [InlineData("catch (Exception e) { Console.Write(e); }")]
    [InlineData("catch (Exception) { throw; }")]
    [InlineData("catch (Exception) when (change is null) { }")]
    [InlineData("catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { }")]
    [InlineData("catch (FormatException) { }")]
    public void What_is_handled_or_chosen(string clause) => Expect(clause);

    private static void Expect(string clause) => new Project($$"""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")]
            public static async Task On(Truncated change, CancellationToken cancellation)
            {
                try { await Task.Delay(1, cancellation); }
                {{clause}}
            }
        }
        """).ExpectMarkedDiagnostics();
}
