namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW3007Tests
{
    [Theory]
    [InlineData("Task", "using var stream = new Client(); return {|PGW3007:stream.Send()|};")]
    [InlineData("Task", "using (var client = new Client()) { return {|PGW3007:Client.Send(client)|}; }")]
    [InlineData("Task", "using var client = new Client(); return change.Cascade ? {|PGW3007:client.Send()|} : Task.CompletedTask;")]
    [InlineData("ValueTask", "using var client = new Client(); return {|PGW3007:client.Later()|};")]
    public void A_resource_that_the_task_still_uses(string returns, string statements) => Expect(returns, statements);

    [Theory]
    [InlineData("async Task", "using var client = new Client(); await client.Send();")]
    [InlineData("Task", "var client = new Client(); return client.Send();")]
    [InlineData("Task", "using var client = new Client(); return Work(client.Number);")]
    [InlineData("Task", "using (var client = new Client()) { } return Work(1);")]
    [InlineData("Task", "using var client = new Client(); return Task.CompletedTask;")]
    public void A_task_that_waits_or_has_no_need_of_it(string returns, string statements) => Expect(returns, statements);

    private static void Expect(string returns, string statements) => new Project($$"""
        namespace Shop;
        public sealed class Client : IDisposable
        {
            public int Number => 1;
            public Task Send() => Task.CompletedTask;
            public ValueTask Later() => default;
            public static Task Send(Client client) => client.Send();
            public void Dispose() { }
        }
        public static class Listeners
        {
            [PostgresListener("orders")]
            public static {{returns}} On(Truncated change, CancellationToken cancellation)
            {
                {{statements}}
            }

            private static Task Work(int number) => Task.Delay(number);
        }
        """).ExpectMarkedDiagnostics();
}
