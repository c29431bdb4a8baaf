using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1015Tests
{
    [Theory]
    [InlineData("Task {|PGW1015:On|}(Change<Order> change) => Task.CompletedTask")]
    [InlineData("ValueTask {|PGW1015:On|}(Change<Order> change, ChangeContext context, IDisposable service) => default")]
    [InlineData("async Task {|PGW1015:On|}(Truncated change) => await Task.Yield()")]
    public void A_task_that_nobody_can_cancel(string listener) => Expect(listener);

    [Theory]
    [InlineData("void On(Change<Order> change) { }")]
    [InlineData("Task On(Change<Order> change, CancellationToken token) => Task.CompletedTask")]
    [InlineData("Task On(CancellationToken token, ChangeContext context) => Task.CompletedTask", "{|PGW1001:CancellationToken|} token")]
    public void Not_where_nothing_is_waited_for_or_a_token_is_there_or_more_is_wrong(string listener, string? wrong = null) =>
        Expect(wrong is null ? listener : listener.Replace("CancellationToken token", wrong, StringComparison.Ordinal));

    private static void Expect(string listener) => new Project($$"""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")]
            public static {{listener}}{{(listener.EndsWith('}') ? "" : ";")}}
        }
        """).ExpectMarkedDiagnostics(DiagnosticSeverity.Info);
}
