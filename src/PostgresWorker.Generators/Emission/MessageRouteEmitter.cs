using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the route of a prefix's messages.</summary>
internal static class MessageRouteEmitter
{
    private const string Seam = "global::PostgresWorker.Generated.";
    private const string TypeInfo = "global::System.Text.Json.Serialization.Metadata.JsonTypeInfo";

    public static void Write(CodeWriter code, ListenerModel listener, MessageModel message)
    {
        var properties = RouteEmitter.Properties(listener);
        code.Lines($"listeners.Add(new {Seam}{(message.Value is null ? "ContentMessageRoute" : $"JsonMessageRoute<{message.Value}>")}(");
        code.Indented(() =>
        {
            code.Lines($"""
                {Texts.Literal(listener.Name)},
                {Texts.Literal(listener.Source)},
                {Texts.Literal(listener.Table)},
                {Texts.Boolean(listener.Target.NeedsServices)},
                """);
            if (message.Value is not null)
            {
                // Not by its property, whose name is the other generator's affair.
                code.Lines($"""
                    ({TypeInfo}<{message.Value}>){message.Json}.Default.GetTypeInfo(typeof({message.Value}))!,
                    {Texts.Boolean(message.IsNullable)},
                    """);
            }

            RouteEmitter.WriteInvoke(code, listener.Target, properties.Count == 0 ? "));" : ")");
        });
        RouteEmitter.WriteProperties(code, properties);
    }
}
