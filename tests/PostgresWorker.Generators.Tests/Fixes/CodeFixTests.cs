using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class CodeFixTests
{
    [Fact]
    public Task Async_void_returns_a_task() => Fixed.Becomes(
        """
        using System.Threading.Tasks;
        class Listeners
        {
            [PostgresListener("orders")]
            public async void On(Truncated change) => await Task.Yield();
        }
        """,
        """
        using System.Threading.Tasks;
        class Listeners
        {
            [PostgresListener("orders")]
            public async Task On(Truncated change) => await Task.Yield();
        }
        """,
        new AsyncVoidFix());

    [Fact]
    public Task Async_void_brings_the_using_directive_along() => Fixed.Becomes(
        """
        class Listeners
        {
            [PostgresListener("orders")]
            public async void On(Truncated change) => await System.Threading.Tasks.Task.Yield();
        }
        """,
        """
        using System.Threading.Tasks;

        class Listeners
        {
            [PostgresListener("orders")]
            public async Task On(Truncated change) => await System.Threading.Tasks.Task.Yield();
        }
        """,
        new AsyncVoidFix());

    [Theory]
    [InlineData("private static void On", "internal static void On")]
    [InlineData("static void On", "internal static void On")]
    [InlineData("protected void On", "internal void On")]
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
        "class Outer { private class Listeners { [PostgresListener(\"orders\")] public void On(Truncated change) { } } }",
        "class Outer { internal class Listeners { [PostgresListener(\"orders\")] public void On(Truncated change) { } } }",
        new MakeInternalFix());

    [Fact]
    public Task A_row_type_becomes_internal() => Fixed.Becomes(
        "class Listeners { private record Row(int Id); [PostgresListener(\"orders\")] internal void On(Change<Row> change) { } }",
        "class Listeners { internal record Row(int Id); [PostgresListener(\"orders\")] internal void On(Change<Row> change) { } }",
        new MakeInternalFix());

    [Fact]
    public Task A_file_local_class_becomes_internal() => Fixed.Becomes(
        "file sealed class Listeners { [PostgresListener(\"orders\")] public void On(Truncated change) { } }",
        "internal sealed class Listeners { [PostgresListener(\"orders\")] public void On(Truncated change) { } }",
        new MakeInternalFix());

    [Theory]
    [InlineData("in ")]
    [InlineData("ref ")]
    [InlineData("out ")]
    [InlineData("ref readonly ")]
    public Task A_parameter_is_taken_by_value(string modifier) => Fixed.Becomes(
        $"class Listeners {{ [PostgresListener(\"orders\")] public void On({modifier}Truncated change) {{ }} }}",
        "class Listeners { [PostgresListener(\"orders\")] public void On(Truncated change) { } }",
        new TakeByValueFix());
}
