namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW3003Tests
{
    [Theory]
    [InlineData("void", "{|PGW3003:Work.Do()|};")]
    [InlineData("void", "{|PGW3003:work?.More()|};")]
    [InlineData("void", "{|PGW3003:Work.Value()|};")]
    [InlineData("void", "_ = {|PGW3003:Work.Do()|};")]
    [InlineData("Task", "{|PGW3003:Task.Run(() => 1)|}; return Task.CompletedTask;")]
    [InlineData("Task", "{|PGW3003:Work.Do().ContinueWith(_ => { })|}; return Task.CompletedTask;")]
    [InlineData("async Task", "_ = {|PGW3003:Work.Do()|}; await Task.Yield();")]
    [InlineData("async Task", "await Task.Run(() => { {|PGW3003:Work.Do()|}; });")]
    [InlineData("async Task", "Later(); await Task.Yield(); void Later() => {|PGW3003:Work.Do()|};")]
    public void What_nobody_waits_for(string returns, string statement) => Expect(returns, statement);

    [Theory]
    [InlineData("async Task", "{|CS4014:Work.Do()|}; await Task.Yield();")]
    [InlineData("void", "{|CS4014:Later()|}; async Task Later() => await Work.Do();")]
    public void Where_the_compiler_speaks_it_is_silent(string returns, string statement) => Expect(returns, statement);

    [Theory]
    [InlineData("async Task", "await Work.Do(); _ = await Work.Value();")]
    [InlineData("Task", "var task = Work.Do(); return task;")]
    [InlineData("Task", "return Task.WhenAll(Work.Do(), Work.Do());")]
    [InlineData("void", "_ = Task.FromResult(1); _ = Task.CompletedTask; _ = 1; Console.Write(1);")]
    [InlineData("async Task", "await Task.Run(() => Work.Do());")]
    public void What_somebody_waits_for(string returns, string statement) => Expect(returns, statement);

    private static void Expect(string returns, string statement) => new Project($$"""
        namespace Shop;
        public sealed class Work
        {
            public static Task Do() => Task.CompletedTask;
            public static ValueTask<int> Value() => new(1);
            public Task More() => Task.CompletedTask;
        }
        public static class Listeners
        {
            [PostgresListener("orders")]
            public static {{returns}} On(Truncated change, Work? work, CancellationToken cancellation)
            {
                {{statement}}
            }
        }
        """).ExpectMarkedDiagnostics();
}
