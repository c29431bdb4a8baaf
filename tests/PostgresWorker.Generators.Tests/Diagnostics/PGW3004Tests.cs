namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW3004Tests
{
    [Theory]
    [InlineData("new List<int> { 1 }.ForEach({|PGW3004:async|} number => await Task.Delay(number));")]
    [InlineData("Action later = {|PGW3004:async|} () => await Task.Yield(); later();")]
    [InlineData("Action later = {|PGW3004:async|} delegate { await Task.Yield(); }; later();")]
    [InlineData("Parallel.ForEach(new List<int> { 1 }, {|PGW3004:async|} number => await Task.Delay(number));")]
    [InlineData("Later(); async {|PGW3004:void|} Later() => await Task.Yield();")]
    public void What_returns_nothing_to_await(string statement) => Expect(statement);

    [Theory]
    [InlineData("Func<Task> later = async () => await Task.Yield(); await later();")]
    [InlineData("await Task.Run(async () => await Task.Yield());")]
    [InlineData("new List<int> { 1 }.ForEach(number => Console.Write(number));")]
    [InlineData("await Later(); async Task Later() => await Task.Yield();")]
    public void What_is_awaited_or_not_async(string statement) => Expect(statement);

    private static void Expect(string statement) => new Project($$"""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")]
            public static async Task On(Truncated change, CancellationToken cancellation)
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """).ExpectMarkedDiagnostics();
}
