using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW3006Tests
{
    [Theory]
    [InlineData("{ return {|PGW3006:null|}; }")]
    [InlineData("=> {|PGW3006:default|};")]
    [InlineData("=> cancellation.IsCancellationRequested ? {|PGW3006:null|} : Task.CompletedTask;")]
    [InlineData("=> change switch { { Cascade: true } => Task.CompletedTask, _ => {|PGW3006:null|} };")]
    public void A_null_that_the_compiler_lets_pass(string body) => Expect(NullableContextOptions.Disable, body);

    [Theory]
    [InlineData("=> {|PGW3006:null|}!;")]
    [InlineData("=> {|CS8603:null|};")]
    public void Where_the_compiler_warns_only_what_it_was_told_to_let_pass(string body) => Expect(NullableContextOptions.Enable, body);

    [Theory]
    [InlineData("=> Task.CompletedTask;")]
    [InlineData("{ Func<Task> none = () => null; return none() ?? Task.CompletedTask; }")]
    public void What_is_a_task(string body) => Expect(NullableContextOptions.Disable, body);

    private static void Expect(NullableContextOptions nullable, string body) => new Project(new ProjectOptions { Nullable = nullable }, ("Listeners.cs", $$"""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")]
            public static Task On(Truncated change, CancellationToken cancellation) {{body}}

            [PostgresListener("others")]
            public static ValueTask Other(Truncated change, CancellationToken cancellation) => default;
        }
        """)).ExpectMarkedDiagnostics();
}
