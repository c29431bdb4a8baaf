namespace PostgresWorker.Generators.Model;

/// <summary>A C# enum over the labels of a Postgres enum, or over integers.</summary>
/// <param name="Name">The enum's simple name.</param>
/// <param name="Members">The members and their labels.</param>
/// <param name="Smallest">The smallest integer that it holds, as written in generated code.</param>
/// <param name="Largest">The largest integer that it holds, as written in generated code.</param>
internal sealed record EnumModel(string Name, EquatableArray<EnumMemberModel> Members, string Smallest, string Largest);

/// <summary>A member of an enum.</summary>
/// <param name="Member">The member's name, as written in generated code.</param>
/// <param name="Label">The label in Postgres.</param>
internal sealed record EnumMemberModel(string Member, string Label);
