using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class AwaitFixTests
{
    [Theory]
    [InlineData("async Task On(Truncated change) { _ = {|PGW3003:Send()|}; await Send(); }", "async Task On(Truncated change) { await Send(); await Send(); }")]
    [InlineData("void On(Truncated change) { {|PGW3003:Send()|}; }", "async Task On(Truncated change) { await Send(); }")]
    [InlineData("void On(Truncated change) => {|PGW3003:Send()|};", "async Task On(Truncated change) => await Send();")]
    [InlineData("Task On(Truncated change) { {|PGW3003:Send()|}; return Task.CompletedTask; }", "async Task On(Truncated change) { await Send(); }")]
    [InlineData("Task On(Truncated change) { if (change.Cascade) return Send(); _ = {|PGW3003:Send()|}; return Task.CompletedTask; }", "async Task On(Truncated change) { if (change.Cascade) { await Send(); return; } await Send(); }")]
    [InlineData("Task On(Truncated change) { if (change.Cascade) { return Send(); } {|PGW3003:Send()|}; return change.Cascade ? Send() : Task.CompletedTask; }", "async Task On(Truncated change) { if (change.Cascade) { await Send(); return; } await Send(); await (change.Cascade ? Send() : Task.CompletedTask); }")]
    [InlineData("ValueTask On(Truncated change) { {|PGW3003:Send()|}; return default; }", "async ValueTask On(Truncated change) { await Send(); }")]
    [InlineData("async Task On(Truncated change) { await Task.Run(async () => { _ = {|PGW3003:Send()|}; await Send(); }); }", "async Task On(Truncated change) { await Task.Run(async () => { await Send(); await Send(); }); }")]
    [InlineData("Task On(Truncated change) { using var stream = new Stream(); return {|PGW3007:stream.Flush()|}; }", "async Task On(Truncated change) { using var stream = new Stream(); await stream.Flush(); }")]
    [InlineData("Task On(Truncated change) { {|PGW3003:Send()|}; return null!; }", "async Task On(Truncated change) { await Send(); }")]
    [InlineData("Task On(Truncated change) { {|PGW3003:Send()|}; lock (change) { return Task.CompletedTask; } }", "async Task On(Truncated change) { await Send(); lock (change) { return; } }")]
    [InlineData("ValueTask On(Truncated change) { {|PGW3003:Send()|}; return change.Cascade ? new ValueTask(Send()) : new(); }", "async ValueTask On(Truncated change) { await Send(); await (change.Cascade ? new ValueTask(Send()) : new()); }")]
    public Task What_was_started_is_awaited(string before, string after) => Fixed.Becomes(Listener(before), Listener(after), new AwaitFix());

    [Theory]
    [InlineData("void On(Truncated change) { {|PGW3003:stream?.Flush()|}; }")]
    [InlineData("async Task On(Truncated change) { await Task.Run(() => { {|PGW3003:Send()|}; }); }")]
    [InlineData("void On(Truncated change) { lock (change) { {|PGW3003:Send()|}; } }")]
    [InlineData("Task On(Truncated change) { using var stream = new Stream(); return change.Cascade ? {|PGW3007:stream.Flush()|} : Task.CompletedTask; }")]
    [InlineData("Task On(Truncated change) { {|PGW3003:Send()|}; lock (change) { return Send(); } }")]
    [InlineData("Task On(Truncated change) { {|PGW3003:Send()|}; unsafe { return Send(); } }")]
    [InlineData("ValueTask On(Truncated change) { {|PGW3003:Send()|}; return new(); }")]
    [InlineData("ValueTask On(Truncated change) { {|PGW3003:Send()|}; return change.Cascade ? new() : default; }")]
    public Task Not_where_no_await_may_stand_or_more_must_change(string before) => Fixed.Stays(Listener(before), new AwaitFix());

    private static string Listener(string method) => $$"""
        using System;
        using System.Threading.Tasks;
        class Stream : IDisposable { public Task Flush() => Task.CompletedTask; public void Dispose() { } }
        static class Listeners
        {
            private static readonly Stream stream = new();
            [PostgresListener("orders")]
            public static {{method}}
            private static Task Send() => Task.CompletedTask;
        }
        """;
}
