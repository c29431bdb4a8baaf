namespace PostgresWorker.Generators.Model;

/// <summary>One route: what leads from a table's changes, or a prefix's messages, to a method.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Schema">The table's schema, unquoted; empty for messages.</param>
/// <param name="Table">The table's name, unquoted; for messages the prefix.</param>
/// <param name="Name">The listener's stable name.</param>
/// <param name="Target">What is called.</param>
/// <param name="Settings">What else the attribute says.</param>
/// <param name="Attribute">Which of the method's attributes it is, from 0.</param>
internal sealed record ListenerModel(string Source, string Schema, string Table, string Name, TargetModel Target, RouteSettingsModel Settings, int Attribute)
{
    /// <summary>What it takes of messages; null where it takes changes.</summary>
    public MessageModel? Message { get; init; }

    /// <summary>Ids that the compiler says of what is named to call it.</summary>
    public EquatableArray<string> Warnings { get; init; }

    /// <summary>A name leads to one listener of a source; of several with the same, the first in the order of the module keeps it.</summary>
    public (string Source, string Name) Identity => (Source, Name);
}
