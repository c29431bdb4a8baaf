using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class OmitNameFixTests
{
    [Theory]
    [InlineData("{|PGW1009:\"\"|}, \"orders\"", "\"orders\"")]
    [InlineData("\"shop\", \"orders\", Name = {|PGW1009:\" \"|}", "\"shop\", \"orders\"")]
    [InlineData("table: \"orders\", source: {|PGW1009:\"\"|}", "table: \"orders\"")]
    public Task The_default_is_meant(string before, string after) => Fixed.Becomes(Listener(before), Listener(after), new OmitNameFix());

    private static string Listener(string arguments) => $$"""
        static class Listeners
        {
            [PostgresListener({{arguments}})]
            public static void On(Truncated change) { }
        }
        """;
}
