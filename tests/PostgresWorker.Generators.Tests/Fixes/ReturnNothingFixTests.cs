using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class ReturnNothingFixTests
{
    [Theory]
    [InlineData("{|PGW1002:Task<int>|} On(Truncated change) => Task.FromResult(1);", "Task On(Truncated change) => Task.FromResult(1);")]
    [InlineData("async {|PGW1002:Task<int>|} On(Truncated change) => await One();", "async Task On(Truncated change) => await One();")]
    [InlineData("async {|PGW1002:ValueTask<int>|} On(Truncated change) { await One(); return 1; }", "async ValueTask On(Truncated change) { await One(); }")]
    [InlineData("async {|PGW1002:Task<int>|} On(Truncated change) { return await One(); }", "async Task On(Truncated change) { await One(); }")]
    [InlineData("{|PGW1002:int|} On(Truncated change) { if (change.Cascade) { return 2; } return Two(); }", "void On(Truncated change) { if (change.Cascade) { return; } Two(); }")]
    [InlineData("{|PGW1002:int|} On(Truncated change) { if (change.Cascade) return Two(); return 1; }", "void On(Truncated change) { if (change.Cascade)\n        {\n            Two();\n            return;\n        }\n    }")]
    [InlineData("{|PGW1002:int|} On(Truncated change) => Two();", "void On(Truncated change) => Two();")]
    [InlineData("{|PGW1002:bool|} On(Truncated change) { Func<int> one = () => { return 1; }; return true; }", "void On(Truncated change) { Func<int> one = () => { return 1; }; }")]
    public Task The_value_goes_and_the_calls_stay(string before, string after) => Fixed.Becomes(Listener(before), Listener(after), new ReturnNothingFix());

    [Theory]
    [InlineData("{|PGW1002:int|} On(Truncated change) => 1;")]
    [InlineData("{|PGW1002:int|} On(Truncated change) { return Two() + 1; }")]
    [InlineData("{|PGW1002:ValueTask<int>|} On(Truncated change) => new(1);")]
    [InlineData("{|PGW1002:IEnumerable<int>|} On(Truncated change) { yield return 1; }")]
    [InlineData("{|PGW1002:ref int|} On(Truncated change) => throw new Exception();")]
    public Task Not_where_it_is_not_clear_what_would_be_left(string before) => Fixed.Stays(Listener(before), new ReturnNothingFix());

    private static string Listener(string method) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        static class Listeners
        {
            [PostgresListener("orders")]
            public static {{method}}
            private static Task<int> One() => Task.FromResult(1);
            private static int Two() => 2;
        }
        """;
}
