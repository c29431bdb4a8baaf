namespace PostgresWorker.Outbox.Provisioning;

/// <summary>A condition as the server writes it, every column with its row before it.</summary>
/// <param name="New">Over <c>new</c>.</param>
/// <param name="Old">Over <c>old</c>.</param>
internal sealed record RowCondition(string New, string Old);
