using static System.FormattableString;

namespace PostgresWorker.TestWorker.Shapes;

internal sealed record Payment(long Order, decimal Amount);

internal static class MessageListeners
{
    [PostgresMessage("shapes", "audit")]
    public static void OnAudit(LogicalMessage message, TextWriter output) => output.WriteLine($"message {message.Prefix}: {message.Text}, transactional {message.IsTransactional}");

    [PostgresMessage("shapes", "paid", Json = typeof(ShapesJson))]
    public static void OnPaid(LogicalMessage<Payment> message, TextWriter output) => output.WriteLine(Invariant($"paid {message.Value.Order}: {message.Value.Amount}"));
}
