using PostgresWorker.Rows;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>A table that can be captured.</summary>
/// <param name="Description">The table.</param>
/// <param name="PrimaryKey">The columns of its primary key; empty where it has none.</param>
internal sealed record CapturedTable(TableDescription Description, IReadOnlyList<string> PrimaryKey)
{
    /// <summary>The columns that order the changes of a capture.</summary>
    public IReadOnlyList<string> KeyOf(CaptureNeeds need, Ordering ordering) => ordering == Ordering.PerTable ? [] : need.OrderBy is { } column ? [column] : PrimaryKey;
}
