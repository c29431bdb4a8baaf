using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class RemovePolicyFixTests
{
    [Theory]
    [InlineData("[{|PGW1040:Retry(MaxAttempts = 3)|}] public static void Other() { }", "public static void Other() { }")]
    [InlineData("[System.Obsolete, {|PGW1040:Timeout(100)|}] public static void Other() { }", "[System.Obsolete] public static void Other() { }")]
    public Task What_changes_nothing_goes(string before, string after) => Fixed.Becomes(Class(before), Class(after), new RemovePolicyFix());

    private static string Class(string member) => $$"""
        static class Listeners
        {
            {{member}}
        }
        """;
}
