using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class AwaitInsteadFixTests
{
    [Theory]
    [InlineData("async Task On(Truncated change) { await Do(); var number = Number().{|PGW3001:Result|}; }", "async Task On(Truncated change) { await Do(); var number = await Number(); }")]
    [InlineData("async Task On(Truncated change) { await Do(); Use(Text().{|PGW3001:Result|}.Length); }", "async Task On(Truncated change) { await Do(); Use((await Text()).Length); }")]
    [InlineData("void On(Truncated change) { Do().{|PGW3001:Wait|}(); }", "async Task On(Truncated change) { await Do(); }")]
    [InlineData("void On(Truncated change) => Do().GetAwaiter().{|PGW3001:GetResult|}();", "async Task On(Truncated change) => await Do();")]
    [InlineData("void On(Truncated change) => Do().ConfigureAwait(false).GetAwaiter().{|PGW3001:GetResult|}();", "async Task On(Truncated change) => await Do().ConfigureAwait(false);")]
    [InlineData("Task On(Truncated change) { Use(Number().{|PGW3001:Result|}); return Do(); }", "async Task On(Truncated change) { Use(await Number()); await Do(); }")]
    [InlineData("void On(Truncated change) { Task.{|PGW3001:WaitAll|}(Do(), Do()); }", "async Task On(Truncated change) { await Task.WhenAll(Do(), Do()); }")]
    [InlineData("void On(Truncated change) { Thread.{|PGW3001:Sleep|}(5); }", "async Task On(Truncated change) { await Task.Delay(5); }")]
    public Task What_blocks_is_awaited(string before, string after) => Fixed.Becomes(Listener(before), Listener(after), new AwaitInsteadFix());

    [Theory]
    [InlineData("void On(Truncated change) { Do().{|PGW3001:Wait|}(1000); }")]
    [InlineData("void On(Truncated change) { Task.{|PGW3001:WaitAll|}(new[] { Do() }, 1000); }")]
    [InlineData("void On(Truncated change) { _ = Task.{|PGW3001:WaitAny|}(Do(), Do()); }")]
    [InlineData("void On(Truncated change) { lock (change) { Do().{|PGW3001:Wait|}(); } }")]
    [InlineData("void On(Truncated change) { Action later = () => Do().{|PGW3001:Wait|}(); later(); }")]
    public Task Not_where_it_would_mean_something_else(string before) => Fixed.Stays(Listener(before), new AwaitInsteadFix());

    private static string Listener(string method) => $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        static class Listeners
        {
            [PostgresListener("orders")]
            public static {{method}}
            private static Task Do() => Task.CompletedTask;
            private static Task<int> Number() => Task.FromResult(1);
            private static Task<string> Text() => Task.FromResult("");
            private static void Use(int number) { }
        }
        """;
}
