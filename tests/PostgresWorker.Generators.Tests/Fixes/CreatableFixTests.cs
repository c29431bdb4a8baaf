using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class CreatableFixTests
{
    private const string Static = "Make static";
    private const string Public = "Make the constructor public";

    [Theory]
    [InlineData("public abstract class Listeners { [PostgresListener(\"orders\")] public void {|PGW1013:On|}(Truncated change) { var name = nameof(change.Cascade); Own(); } static void Own() { } }",
        "public abstract class Listeners { [PostgresListener(\"orders\")] public static void On(Truncated change) { var name = nameof(change.Cascade); Own(); } static void Own() { } }", Static)]
    [InlineData("public struct Listeners { [PostgresListener(\"orders\")] public void {|PGW1013:On|}(Truncated change) { } }",
        "public struct Listeners { [PostgresListener(\"orders\")] public static void On(Truncated change) { } }", Static)]
    [InlineData("public class Listeners { int count; Listeners() { } [PostgresListener(\"orders\")] public void {|PGW1013:On|}(Truncated change) => count++; }",
        "public class Listeners { int count; public Listeners() { } [PostgresListener(\"orders\")] public void On(Truncated change) => count++; }", Public)]
    public Task It_becomes_static_or_can_be_created(string before, string after, string title) => Fixed.Becomes(before, after, new CreatableFix(), title);

    [Theory]
    [InlineData("public abstract class Listeners { int count; [PostgresListener(\"orders\")] public void {|PGW1013:On|}(Truncated change) => count++; }")]
    [InlineData("public abstract class Listeners(object service) { [PostgresListener(\"orders\")] public void {|PGW1013:On|}(Truncated change) => service.ToString(); }")]
    [InlineData("public abstract class Listeners { [PostgresListener(\"orders\")] public void {|PGW1013:On|}(Truncated change) => Own(); void Own() { } }")]
    [InlineData("public abstract class Listeners { [PostgresListener(\"orders\")] public virtual void {|PGW1013:On|}(Truncated change) { } }")]
    [InlineData("public interface IListeners { [PostgresListener(\"orders\")] void {|PGW1013:On|}(Truncated change); }")]
    public Task Not_where_the_instance_is_used(string before) => Fixed.Stays(before, new CreatableFix());
}
