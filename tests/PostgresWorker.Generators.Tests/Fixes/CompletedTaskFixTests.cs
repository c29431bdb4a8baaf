using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class CompletedTaskFixTests
{
    [Theory]
    [InlineData("=> {|PGW3006:null|};", "=> Task.CompletedTask;")]
    [InlineData("=> {|PGW3006:null|}!;", "=> Task.CompletedTask;")]
    [InlineData("{ return change.Cascade ? {|PGW3006:default|} : Task.Delay(1); }", "{ return change.Cascade ? Task.CompletedTask : Task.Delay(1); }")]
    public Task A_task_that_is_done(string before, string after) => Fixed.Becomes(Listener(before), Listener(after), new CompletedTaskFix());

    private static string Listener(string body) => $$"""
        using System.Threading.Tasks;
        static class Listeners
        {
            [PostgresListener("orders")]
            public static Task On(Truncated change) {{body}}
        }
        """;
}
