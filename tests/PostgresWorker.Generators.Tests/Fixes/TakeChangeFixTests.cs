using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class TakeChangeFixTests
{
    [Theory]
    [InlineData("{|PGW1001:Order|} order", "Change<Order> order")]
    [InlineData("{|PGW1001:Shop.Order|} order", "Change<Order> order")]
    [InlineData("{|PGW1001:Line?|} line", "Change<Line> line")]
    public Task A_row_is_taken_as_a_change(string before, string after) => Fixed.Becomes(Listener(before), Listener(after), new TakeChangeFix());

    [Theory]
    [InlineData("{|PGW1001:string|} text")]
    [InlineData("{|PGW1001:System.Uri|} uri")]
    [InlineData("{|PGW1001:IMailer|} mailer")]
    [InlineData("{|PGW1001:Mailer|} mailer")]
    public Task Not_what_is_no_row(string before) => Fixed.Stays(Listener(before), new TakeChangeFix());

    private static string Listener(string parameter) => $$"""
        namespace Shop;
        public record Order(int Id);
        public struct Line { public int Id { get; set; } }
        public interface IMailer { int Sent { get; } }
        public sealed class Mailer { public void Send() { } }
        class Listeners
        {
            [PostgresListener("orders")]
            public void On({{parameter}}) { }
        }
        """;
}
