using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class MakeInternalFixTests
{
    [Theory]
    [InlineData("private static void {|PGW1005:On|}", "internal static void On")]
    [InlineData("static void {|PGW1005:On|}", "internal static void On")]
    [InlineData("protected void {|PGW1005:On|}", "internal void On")]
    public Task A_method_becomes_internal(string before, string after) => Fixed.Becomes(
        $$"""
        class Listeners
        {
            [PostgresListener("orders")]
            {{before}}(Truncated change) { }
        }
        """,
        $$"""
        class Listeners
        {
            [PostgresListener("orders")]
            {{after}}(Truncated change) { }
        }
        """,
        new MakeInternalFix());

    [Fact]
    public Task A_class_becomes_internal() => Fixed.Becomes(
        "class Outer { private class {|PGW1005:Listeners|} { [PostgresListener(\"orders\")] public void On(Truncated change) { } } }",
        "class Outer { internal class Listeners { [PostgresListener(\"orders\")] public void On(Truncated change) { } } }",
        new MakeInternalFix());

    [Fact]
    public Task A_row_type_becomes_internal() => Fixed.Becomes(
        "class Listeners { private record {|PGW2005:Row|}(int Id); [PostgresListener(\"orders\")] internal void On(Change<Row> change) { } }",
        "class Listeners { internal record Row(int Id); [PostgresListener(\"orders\")] internal void On(Change<Row> change) { } }",
        new MakeInternalFix());

    [Fact]
    public Task A_file_local_class_becomes_internal() => Fixed.Becomes(
        "file sealed class {|PGW1006:Listeners|} { [PostgresListener(\"orders\")] public void On(Truncated change) { } }",
        "internal sealed class Listeners { [PostgresListener(\"orders\")] public void On(Truncated change) { } }",
        new MakeInternalFix());
}
