namespace PostgresWorker.Outbox.Provisioning;

/// <summary>What a function of an outbox sets while it runs.</summary>
/// <param name="Name">The setting's name.</param>
/// <param name="Value">Its value; search_path to nothing as an empty text.</param>
internal sealed record FunctionSetting(string Name, string Value);
