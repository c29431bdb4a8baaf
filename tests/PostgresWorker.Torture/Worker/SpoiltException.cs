namespace PostgresWorker.Torture.Worker;

/// <summary>A change can't be handled now: it is kept, and handled when somebody asks for it.</summary>
internal sealed class SpoiltException() : Exception("It was asked for.");
